"""Scripts for those who keep plnbuddy and its data; no part of the product."""
