const ANSWERED_MS = 10_000;

/**
 * Return the document at an address of the dashboard; fails when it is not to be had.
 *
 * @param {string} address
 */
export async function read(address) {
    const answer = await fetch(address, { signal: AbortSignal.timeout(ANSWERED_MS) });
    // A session that has ended leads to the sign-in page.
    if (!answer.ok || answer.redirected) {
        throw new Error(`${answer.status} at ${address}`);
    }
    return new DOMParser().parseFromString(await answer.text(), "text/html");
}
