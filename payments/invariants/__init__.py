"""What has to be true between payments and memberships, looked at."""
