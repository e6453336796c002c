"""Who may see the board when it is served to a network, and what they did: accounts, sessions, the guard before every request, the log."""
