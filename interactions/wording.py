"""How what is done to connections and walls reads, and what a wall holds."""

from core.audit.wording import Sentences, register_acts, register_fields
from interactions.acts import ConnectionAct, WallAct

register_acts(
    {
        ConnectionAct.DISCONNECT: Sentences(
            "ended a connection of", "brought back a connection of"
        ),
        WallAct.PAUSE: Sentences("paused"),
        WallAct.RESUME: Sentences("resumed"),
        WallAct.HIDE: Sentences("hid {person} from", "undid hiding a person from"),
        WallAct.SHOW_AGAIN: Sentences(
            "showed {person} again on", "undid showing a person again on"
        ),
        WallAct.CLEAR: Sentences("cleared", "undid clearing"),
        WallAct.BRING_BACK: Sentences(
            "brought back what was cleared from",
            "undid bringing back what was cleared from",
        ),
        WallAct.MESSAGE: Sentences("changed the message on"),
        WallAct.REPLAY: Sentences("started a time lapse on"),
        WallAct.STOP_REPLAY: Sentences("stopped the time lapse on"),
        WallAct.ADD: Sentences("showed more on", "undid showing more on"),
        WallAct.DROP: Sentences("showed less on", "undid showing less on"),
        WallAct.SWITCH_EVENT: Sentences(
            "made current the event of", "undid making current the event of"
        ),
    }
)
register_fields(
    {
        "eventId": "Event",
        "hidden": "Hidden people",
        "additions": "Beside the connections",
        "clearedAt": "Cleared up to",
        "pausedAt": "Paused since",
        "message": "Message",
        "replayAt": "Time lapse since",
        "replayMs": "Length of the time lapse, in ms",
    },
    times=("clearedAt", "pausedAt", "replayAt"),
)
