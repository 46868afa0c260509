"""The picture view: pyramids, rendering of what shows, linked views."""
