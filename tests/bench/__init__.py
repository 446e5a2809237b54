"""What Doorstep costs, each time beside a baseline measured in the same run. Must not be needed by any other test."""
