"""Jiezhu (接住): a customer-service assistant for online shops. One room per concern; see docs/where-things-go.md."""
