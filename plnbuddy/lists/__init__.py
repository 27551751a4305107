"""Lists of people and hashtags that teachers keep, read, check and pass on."""
