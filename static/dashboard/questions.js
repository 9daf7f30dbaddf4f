// The builder of an event's questions: adds, moves and removes at once what the buttons
// of the page do without a script by sending the form.

const BLANK = /z999999/g;

const form = /** @type {HTMLFormElement} */ (
    document.querySelector("[data-questions]")
);
const rows = part(form, "[data-rows]");
const said = part(form, "[data-said]");
const blank = /** @type {HTMLTemplateElement} */ (part(form, "[data-blank]"));

/**
 * Return the part of the page that a selector finds; the template has it.
 *
 * @param {ParentNode} parent
 * @param {string} selector
 */
function part(parent, selector) {
    return /** @type {HTMLElement} */ (parent.querySelector(selector));
}

/** Return a name that no row has. */
function freeToken() {
    const inputs = form.elements.namedItem("row");
    const taken = new Set(
        inputs instanceof RadioNodeList
            ? [...inputs].map((input) => /** @type {HTMLInputElement} */ (input).value)
            : [/** @type {HTMLInputElement | null} */ (inputs)?.value],
    );
    let number = 0;
    while (taken.has(`n${number}`)) {
        number += 1;
    }
    return `n${number}`;
}

/**
 * @param {HTMLElement} row
 */
function placeOf(row) {
    return [...rows.children].indexOf(row) + 1;
}

function add() {
    const token = freeToken();
    rows.insertAdjacentHTML("beforeend", blank.innerHTML.replace(BLANK, token));
    const row = /** @type {HTMLElement} */ (rows.lastElementChild);
    part(row, `[name="${token}-label"]`).focus();
    said.textContent = `Question ${placeOf(row)} added.`;
}

/**
 * @param {HTMLElement} row
 */
function remove(row) {
    const place = placeOf(row);
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    part(next ?? form, next ? '[name="remove"]' : '[name="add"]').focus();
    said.textContent = `Question ${place} removed.`;
}

/**
 * @param {HTMLElement} row
 * @param {HTMLElement} button
 */
function move(row, button) {
    const up = button.getAttribute("name") === "up";
    const beside = up ? row.previousElementSibling : row.nextElementSibling;
    if (up) {
        beside?.before(row);
    } else {
        beside?.after(row);
    }
    button.focus();
    said.textContent = `Now question ${placeOf(row)} of ${rows.children.length}.`;
}

form.addEventListener("click", (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const button = /** @type {HTMLElement | null} */ (target.closest("button[name]"));
    const row = /** @type {HTMLElement | null} */ (button?.closest("li"));
    const act = button?.getAttribute("name");
    if (act === "add" && rows.children.length < Number(form.dataset.most)) {
        event.preventDefault();
        add();
    } else if (act === "remove" && row) {
        event.preventDefault();
        remove(row);
    } else if ((act === "up" || act === "down") && button && row) {
        event.preventDefault();
        move(row, button);
    }
});
