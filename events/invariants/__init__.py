"""What has to be true of events, registrations and seats, looked at and mended."""
