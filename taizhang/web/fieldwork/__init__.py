"""What the office does outside: sit-ins, media, research, recurring services, phased plans."""
