"""The commands, by what they are about; `cli.py` reads the call and says how each is called."""
