"""Line of Sight."""
