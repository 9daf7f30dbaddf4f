// Making and finding elements; texts are always texts, never markup.

import { ago, initials } from "../state/words.js";

/** Return the element of that id. */
export function byId(id) {
    return document.getElementById(id);
}

/** Return a new element with attributes and children; strings become text. */
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

/** Return a person's small round picture, with initials where there is none. */
export function faceOf(person) {
    const face = make("span", { class: "face", "aria-hidden": "true" });
    if (!person.avatar) {
        face.textContent = initials(person.name);
        return face;
    }
    const image = make("img", { alt: "", referrerpolicy: "no-referrer" });
    image.addEventListener("error", () => {
        face.textContent = initials(person.name);
    });
    image.src = person.avatar;
    face.append(image);
    return face;
}

/** Return how long ago a moment was, as an element that `tellTheTime` keeps right. */
export function timeOf(createdAt, today) {
    return make("time", { "data-at": createdAt }, ago(today - createdAt));
}

/** Bring every "12 s ago" inside an element up to the moment. */
export function tellTheTime(element, today) {
    for (const time of element.querySelectorAll("time[data-at]")) {
        time.textContent = ago(today - Number(time.dataset.at));
    }
}
