"""The one register of actions: what somebody has agreed to do, whatever it was agreed about."""
