"""The API, version 1: JSON for programs, described by /api/v1/openapi.json."""
