"""What has to be true of profiles, looked at and mended."""
