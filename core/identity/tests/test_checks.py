from django.test import override_settings

from core.identity.checks import issuer_is_encrypted


def test_check_issuer_without_encryption_is_an_error() -> None:
    with override_settings(COGNITO_ISSUER="http://issuer.example.org"):
        (error,) = issuer_is_encrypted(None)

    assert error.id == "identity.E001"


def test_check_issuer_encrypted_or_derived_is_fine() -> None:
    for issuer in ("https://issuer.example.org", ""):
        with override_settings(COGNITO_ISSUER=issuer):
            assert issuer_is_encrypted(None) == []
