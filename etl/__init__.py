"""Readers, contracts and intake: files become accepted rows."""
