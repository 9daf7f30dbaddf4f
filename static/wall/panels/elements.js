// Making and finding elements; texts are always texts, never markup.

import { isMissing, noteMissing } from "../state/pictures.js";
import { ago, initials } from "../state/words.js";

/**
 * Return the element of that id.
 *
 * @template {string} Id
 * @param {Id} id
 * @returns {Id extends keyof Fields ? Fields[Id] : HTMLElement}
 */
export function byId(id) {
    return /** @type {any} */ (document.getElementById(id));
}

/**
 * Return a new element with attributes and children; strings become text.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node | string)} children
 */
export function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith("on")) {
            element.addEventListener(name.slice(2), value);
        } else if (value !== null && value !== false) {
            element.setAttribute(name, value);
        }
    }
    element.append(...children);
    return element;
}

/**
 * Return a person's small round picture; their initials until and unless it comes.
 *
 * @param {Pick<Face, "name" | "avatar">} person
 */
export function faceOf({ name, avatar }) {
    const face = make("span", { class: "face", "aria-hidden": "true" }, initials(name));
    if (avatar && !isMissing(avatar)) {
        const image = make("img", { alt: "", referrerpolicy: "no-referrer" });
        const show = () => face.replaceChildren(image);
        image.addEventListener("load", show);
        image.addEventListener("error", () => noteMissing(avatar));
        image.src = avatar;
        // One that was shown before is there at once.
        if (image.complete && image.naturalWidth) {
            show();
        }
    }
    return face;
}

/**
 * Return how long ago a moment was, as an element that `tellTheTime` keeps right.
 *
 * @param {number} createdAt
 * @param {number} today
 */
export function timeOf(createdAt, today) {
    return make("time", { "data-at": createdAt }, ago(today - createdAt));
}

/**
 * Bring every "12 s ago" inside an element up to the moment.
 *
 * @param {Element} element
 * @param {number} today
 */
export function tellTheTime(element, today) {
    for (const time of element.querySelectorAll("time")) {
        time.textContent = ago(today - Number(time.dataset.at));
    }
}
