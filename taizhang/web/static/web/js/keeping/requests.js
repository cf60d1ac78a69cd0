// Requests of the autosave, each answered by `{answer}` or by the name of a fault; none waits for ever.
const PATIENCE = 30_000;
const FAULTS = { 401: "expired", 403: "forbidden", 404: "removed", 405: "removed", 413: "large", 429: "busy" };

export async function asked(address, options = {}) {
  const stopper = new AbortController();
  const timer = setTimeout(() => stopper.abort(), PATIENCE);
  try {
    const answer = await fetch(address, { redirect: "manual", signal: stopper.signal, ...options });
    const fault = faultOf(answer);
    return fault ? { fault } : { answer, text: await answer.text() };
  } catch {
    return { fault: "offline" };
  } finally {
    clearTimeout(timer);
  }
}

function faultOf({ type, status }) {
  if (type === "opaqueredirect") return "expired"; // to the log-in page: nothing else is redirected to
  return status >= 500 ? "busy" : FAULTS[status];
}

export function posted(form, address, pairs, headers) {
  const body = new FormData();
  for (const [name, value] of pairs) body.append(name, value);
  return asked(address, { method: "POST", body, headers: { "X-CSRFToken": tokenOf(form), ...headers } });
}

export const tokenOf = (place) => place.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

export const documentOf = (html) => new DOMParser().parseFromString(html, "text/html");

// `{page}` as the server has it now, or the fault why it cannot be had.
export async function renewed(address) {
  const { answer, text, fault } = await asked(address);
  if (fault) return { fault };
  return answer.ok ? { page: documentOf(text) } : { fault: "busy" };
}
