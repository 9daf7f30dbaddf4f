"""Stripe's part, played on this machine when there is no Stripe key.

The subset of Stripe's API that the club uses, a checkout page, and webhooks that are
really signed and really sent; state in DynamoDB. Never with ``DEBUG`` off.
"""
