// How much of the picture's sides is covered by what lies on top of it.

import { byId } from "./panels/elements.js";

const MARGIN = 28;
// What is celebrated appears there.
const STAGE = 112;
const NARROW = 720;

/**
 * Return the covered width of each side, in pixels.
 *
 * @returns {Insets}
 */
export function insets() {
    const title = /** @type {Element} */ (document.querySelector(".head"));
    const head = title.getBoundingClientRect();
    const ticker = heightOf(byId("ticker"));
    /** @type {HTMLElement | null} */
    const panel = document.querySelector(".panel:not([hidden])");
    const boards = byId("boards");
    if (innerWidth < NARROW) {
        const below = panel ? heightOf(panel) : ticker + heightOf(boards) + MARGIN;
        return { top: head.bottom + 8, bottom: below, left: 12, right: 12 };
    }
    const [side] = [panel, ...boards.children].filter((one) => one?.clientWidth);
    const right = side ? side.clientWidth + MARGIN : 0;
    // The heading and the code stand in corners; the middle of that side is free.
    const left = Math.min(head.width, innerWidth * 0.12);
    return { top: 56, bottom: ticker + STAGE, left, right: right + MARGIN };
}

/** @param {HTMLElement} element */
function heightOf(element) {
    return element.hidden ? 0 : element.offsetHeight;
}
