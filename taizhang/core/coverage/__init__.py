"""Who has been reached of those who should be: a roll, a rule, and what took place."""
