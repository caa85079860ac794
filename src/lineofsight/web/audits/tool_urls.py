"""Addresses of audit tools: they stand among those of audits (`urls.py`)."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.audits import tool_pages as pages

_TOOL = "tools/<slug:tool_key>/"
_VERSION = f"{_TOOL}versions/<int:number>/"
_SECTION = f"{_TOOL}draft/<slug:section_key>/"
_QUESTION = f"{_SECTION}questions/<slug:question_key>/"

tool_paths = [
    path("tools/", pages.tools, name="tools"),
    path("tools/new/", pages.new_tool, name="new_tool"),
    path(_TOOL, pages.tool, name="tool"),
    path(f"{_TOOL}title/", pages.rename_tool, name="rename_tool"),
    path(f"{_TOOL}retire/", pages.retire_tool, name="retire_tool"),
    path(f"{_TOOL}bring-back/", pages.bring_back_tool, name="bring_back_tool"),
    path(_VERSION, pages.tool_version, name="tool_version"),
    path(f"{_VERSION}changes/", pages.tool_changes, name="tool_changes"),
    path(f"{_TOOL}shipped/", pages.tool_shipped, name="tool_shipped"),
    path(f"{_TOOL}shipped/keep-own/", pages.keep_own_tool, name="keep_own_tool"),
    path(f"{_TOOL}draft/", pages.tool_draft, name="tool_draft"),
    path(f"{_TOOL}begin-draft/", pages.begin_tool_draft, name="begin_tool_draft"),
    path(f"{_TOOL}publish/", pages.publish_tool, name="publish_tool"),
    path(f"{_TOOL}discard-draft/", pages.discard_tool_draft, name="discard_tool_draft"),
    path(f"{_TOOL}about/", pages.edit_tool_about, name="edit_tool_about"),
    path(f"{_TOOL}add-section/", pages.add_tool_section, name="add_tool_section"),
    path(_SECTION, pages.edit_tool_section, name="edit_tool_section"),
    path(f"{_SECTION}move/", pages.move_tool_section, name="move_tool_section"),
    path(f"{_SECTION}remove/", pages.remove_tool_section, name="remove_tool_section"),
    path(f"{_SECTION}add-question/", pages.add_tool_question, name="add_tool_question"),
    path(_QUESTION, pages.edit_tool_question, name="edit_tool_question"),
    path(f"{_QUESTION}move/", pages.move_tool_question, name="move_tool_question"),
    path(f"{_QUESTION}remove/", pages.remove_tool_question, name="remove_tool_question"),
]
