"""What a picture is taken with: camera, lamps, rooms, things before the face."""
