"""Orders for talks, dispatch, sessions, speakers and topics; the pages behind the links of speakers and hosts."""
