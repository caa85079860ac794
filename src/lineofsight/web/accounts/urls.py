"""Addresses of the pages of people."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.accounts.views import accesses, changes, children, own, people

app_name = "accounts"
urlpatterns = [
    path("start/", own.start, name="start"),
    path("you/", own.own, name="own"),
    path("you/tokens/", own.token_list, name="tokens"),
    path("you/tokens/<int:token_id>/end/", own.revoke_token, name="revoke_token"),
    path("", people.listed, name="people"),
    path("add/", people.add, name="add_person"),
    path("<int:user_id>/", people.person, name="person"),
    path("<int:user_id>/end/", people.end_access, name="end_access"),
    path("<int:user_id>/again/", people.give_access_again, name="give_access_again"),
    path("<int:user_id>/password/", people.temporary_password, name="temporary_password"),
    path("<int:user_id>/second-factor/", people.reset_second_factor, name="reset_second_factor"),
    path("<int:user_id>/directory/", people.untie_directory, name="untie_directory"),
    path("<int:user_id>/unlock/", people.unlock, name="unlock"),
    path("inspectors/", children.inspectors, name="inspectors"),
    path("inspectors/<int:user_id>/", children.chosen, name="chosen"),
    path("restricted/", children.restricted, name="restricted"),
    path("restricted/add/", children.restrict, name="restrict"),
    path("restricted/<int:record_id>/", children.restricted_record, name="restricted_record"),
    path("restricted/<int:record_id>/lift/", children.lift, name="lift_restriction"),
    path("accesses/", accesses.listed, name="accesses"),
    path("accesses/<int:access_id>/", accesses.one, name="access"),
    path("accesses/export/", accesses.export, name="export_accesses"),
    path("changes/", changes.listed, name="changes"),
]
