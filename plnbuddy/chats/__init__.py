"""Chats: which there are for a teacher, when they meet, whether they live, and a calendar file."""
