"""What has to be true of whom people met, looked at and mended."""
