"""The addresses of the console; every act of an operator has one of its own."""

from biztech.dashboard.framework.site import Page
from biztech.dashboard.wall import confirmed, console, operating
from biztech.dashboard.wall.undo import WallUndoView

PAGES = (
    Page(route="wall/", name="wall", view=console.wall_page),
    Page(route="wall/now/", name="wall_now", view=console.now_parts),
    Page(route="wall/people/", name="wall_people", view=console.people_part),
    Page(route="wall/pause/", name="wall_pause", view=operating.pause),
    Page(route="wall/go-on/", name="wall_go_on", view=operating.go_on),
    Page(route="wall/say/", name="wall_say", view=operating.say),
    Page(route="wall/take-away/", name="wall_take_away", view=operating.take_away),
    Page(route="wall/hide/", name="wall_hide", view=operating.hide),
    Page(route="wall/show/", name="wall_show", view=operating.show_again),
    Page(route="wall/add/", name="wall_add", view=operating.add),
    Page(route="wall/drop/", name="wall_drop", view=operating.drop),
    Page(route="wall/replay/", name="wall_replay", view=operating.replay),
    Page(route="wall/stop/", name="wall_stop", view=operating.stop_replay),
    Page(route="wall/clear/", name="wall_clear", view=confirmed.clear),
    Page(route="wall/bring-back/", name="wall_back", view=operating.bring_back),
    Page(route="wall/switch/", name="wall_switch", view=confirmed.switch),
    Page(route="wall/undo/", name="wall_undo", view=WallUndoView.as_view()),
)
