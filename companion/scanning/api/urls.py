"""The address of the scanner."""

from django.urls import re_path

from companion.scanning.api.views import ScansViewSet

urlpatterns = [re_path(r"^qrscan/?$", ScansViewSet.as_view({"post": "scan"}))]
