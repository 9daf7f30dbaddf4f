"""Products and prices."""

from typing import Any

from memberships.payments.standin import checks, shapes
from memberships.payments.standin.books import Books, Kept
from memberships.payments.standin.checks import list_of, one_of
from memberships.payments.standin.errors import StripeRefusal, missing
from memberships.payments.standin.events import emit

PRODUCT, PRICE = "product", "price"

Pair = tuple[dict[str, Any], dict[str, Any]]

CREATE_PRODUCT = {
    "description": checks.text,
    "expand": list_of(checks.text),
    "images": list_of(checks.url),
    "metadata": checks.metadata,
    "name": checks.text,
}
CREATE_PRICE = {
    "currency": checks.currency,
    "expand": list_of(checks.text),
    "metadata": checks.metadata,
    "nickname": checks.text,
    "product": checks.text,
    "tax_behavior": one_of("exclusive", "inclusive", "unspecified"),
    "unit_amount": checks.amount,
}


def create_product(books: Books, params: dict[str, Any]) -> Kept:
    """Add a product."""
    values = checks.checked(params, CREATE_PRODUCT)
    checks.require(values, "name")
    made = books.add(PRODUCT, shapes.product(values, created=books.seconds))
    emit(books, "product.created", made.public)
    return made


def create_price(books: Books, params: dict[str, Any]) -> Kept:
    """Add a price of a product."""
    values = checks.checked(params, CREATE_PRICE)
    checks.require(values, "currency", "product", "unit_amount")
    product = books.find(PRODUCT, values["product"])
    if product is None:
        raise missing(PRODUCT, values["product"], param="product")
    made = shapes.price(values, product_id=product.id, created=books.seconds)
    price = books.add(PRICE, made)
    emit(books, "price.created", price.public)
    return price


def stored_price(books: Books, price_id: str, *, param: str) -> Pair:
    """Return a price that was created before, and its product."""
    price = books.find(PRICE, price_id)
    product = books.find(PRODUCT, price.public["product"]) if price else None
    if price is None or product is None:
        raise missing(PRICE, price_id, param=param)
    return price.public, product.public


def inline_price(books: Books, values: dict[str, Any], *, within: str) -> Pair:
    """Add the price that a line item spells out, and its product if need be."""
    checks.require(values, "currency", "unit_amount", within=within)
    if ("product" in values) == ("product_data" in values):
        raise StripeRefusal(
            f"You must specify either `product` or `product_data` in {within}.",
            param=within,
        )
    product = _product_of(books, values, within=within)
    made = shapes.price(
        values, product_id=product.id, created=books.seconds, active=False
    )
    return books.add(PRICE, made).public, product.public


def _product_of(books: Books, values: dict[str, Any], *, within: str) -> Kept:
    if "product" in values:
        product = books.find(PRODUCT, values["product"])
        if product is None:
            raise missing(PRODUCT, values["product"], param=f"{within}[product]")
        return product
    given = values["product_data"]
    checks.require(given, "name", within=f"{within}[product_data]")
    made = shapes.product(given, created=books.seconds, active=False)
    return books.add(PRODUCT, made)
