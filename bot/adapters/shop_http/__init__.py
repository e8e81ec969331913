"""A merchant's own system over HTTP, behind the ports of commerce; its wire is docs/shop-api.yaml."""
