"""What every network shares when it runs: tiles, strips, threads, torch and OpenVINO."""
