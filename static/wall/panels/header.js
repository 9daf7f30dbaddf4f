// What the wall is, how much it shows, and whether the line to the server is up.

import { byId } from "./elements.js";

const LINES = {
    open: "Live",
    connecting: "Connecting",
    closed: "No connection, trying again",
};

/** Shows the event's name, the totals, the line's state, pause and message. */
export class Header {
    /**
     * Show how many people and connections there are.
     *
     * @param {Totals} totals
     */
    showTotals({ people, connections }) {
        total("people", people, ["person", "people"]);
        total("connections", connections, ["connection", "connections"]);
        const sum = `${people} people, ${connections} connections`;
        byId("picture").setAttribute("aria-label", `Who met whom: ${sum}`);
    }

    /**
     * Say how many connections there are that the wall does not draw.
     *
     * @param {number} older
     */
    showOlder(older) {
        const number = older.toLocaleString("en-CA");
        byId("older").hidden = older === 0;
        byId("older").textContent = older ? `${number} older not shown` : "";
    }

    /**
     * Show the name of the event.
     *
     * @param {ShownEvent} event
     */
    showEvent(event) {
        const name = event.id === "DEFAULT" ? "Live wall" : event.name || event.id;
        byId("event-name").textContent = name;
        document.title = `${name} | Live wall | UBC BizTech`;
    }

    /**
     * Show whether the line is `open`, `connecting` or `closed`.
     *
     * @param {keyof typeof LINES} state
     */
    showLine(state) {
        byId("dot").dataset.line = state;
        byId("line").textContent = LINES[state];
    }

    /**
     * Show whether the wall waits, and what its operator says.
     *
     * @param {Pick<Controls, "paused" | "message">} controls
     */
    showState({ paused, message }) {
        byId("paused").hidden = !paused;
        const banner = byId("message");
        banner.hidden = !message;
        // The same text again would be read out again.
        if (banner.textContent !== message) {
            banner.textContent = message;
        }
    }

    /**
     * Show the moment of the evening that is played, or null for the present.
     *
     * @param {number | null} moment
     */
    showLapse(moment) {
        byId("lapse").hidden = moment === null;
        if (moment !== null) {
            const time = new Date(moment);
            /** @type {Intl.DateTimeFormatOptions} */
            const shown = { hour: "numeric", minute: "2-digit" };
            byId("lapse-time").textContent = time.toLocaleTimeString("en-CA", shown);
        }
    }
}

/**
 * @param {keyof Totals} kind
 * @param {number} number
 * @param {string[]} words
 */
function total(kind, number, [one, many]) {
    byId(`${kind}-total`).textContent = number.toLocaleString("en-CA");
    byId(`${kind}-word`).textContent = number === 1 ? one : many;
}
