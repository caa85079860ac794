"""Addresses of boards and meetings."""

from __future__ import annotations

from django.urls import path

from lineofsight.web.improvement.boards import board_pages, meeting_pages

board_paths = [
    path("", board_pages.boards, name="boards"),
    path("add/", board_pages.add_board, name="add_board"),
    path("<int:pk>/", board_pages.board, name="board"),
    path("<int:pk>/change/", board_pages.change_board, name="change_board"),
    path("<int:pk>/members/add/", board_pages.add_member, name="add_member"),
    path("members/<int:pk>/end/", board_pages.end_member, name="end_member"),
    path("<int:pk>/meetings/plan/", board_pages.plan_meetings, name="plan_meetings"),
    path("meetings/<int:pk>/", meeting_pages.meeting, name="meeting"),
    path("meetings/<int:pk>/move/", meeting_pages.move, name="move_meeting"),
    path("meetings/<int:pk>/cancel/", meeting_pages.cancel, name="cancel_meeting"),
    path("meetings/<int:pk>/agenda/", meeting_pages.standing_items, name="standing_items"),
    path("meetings/<int:pk>/items/add/", meeting_pages.add_item, name="add_item"),
    path("meetings/<int:pk>/held/", meeting_pages.hold, name="hold_meeting"),
    path("meetings/<int:pk>/there/", meeting_pages.attendance, name="attendance"),
    path("meetings/<int:pk>/decide/", meeting_pages.decide, name="decide_in_meeting"),
    path("meetings/<int:pk>/to-do/", meeting_pages.to_do, name="meeting_to_do"),
    path("meetings/<int:pk>/agree/", meeting_pages.agree_record, name="agree_record"),
    path("meetings/<int:pk>/correct/", meeting_pages.correct, name="correct_record"),
    path("items/<int:pk>/change/", meeting_pages.change_item, name="change_item"),
    path("items/<int:pk>/remove/", meeting_pages.remove_item, name="remove_item"),
    path("items/<int:pk>/said/", meeting_pages.write_said, name="write_said"),
]
