"""Curated lists: educators, hashtags, chats, servers, other people's lists; all with a source."""
