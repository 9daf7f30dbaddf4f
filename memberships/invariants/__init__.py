"""What has to be true of who is a member, looked at and mended."""
