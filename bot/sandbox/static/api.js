/* The page's only way to the sandbox. Each call says what it wants; none of them throws. */

async function ask(method, path, query = {}, body = undefined) {
  const url = new URL(`/sandbox/${path}`, location.origin);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) url.searchParams.set(name, value);
  }
  const isJson = body !== undefined && !(body instanceof Blob);
  try {
    const answer = await fetch(url, {
      method,
      headers: isJson ? { "Content-Type": "application/json" } : {},
      body: isJson ? JSON.stringify(body) : body,
    });
    const text = await answer.text();
    const reply = text ? JSON.parse(text) : {};
    if (!answer.ok && reply.ok !== false)
      return { ...reply, ok: false, error: reply.error ?? `http_${answer.status}` };
    return reply;
  } catch {
    return { ok: false, error: "sandbox_unreachable" };
  }
}

const get = (path, query) => ask("GET", path, query);
const post = (path, body) => ask("POST", path, {}, body);

export const state = (person) => get("state", { person });
export const messages = (person, channel, thread_ts) => get("messages", { person, channel, thread_ts });
export const home = (person) => get("home", { person });
export const events = (person) => new EventSource(`/sandbox/events?person=${encodeURIComponent(person)}`);

export const say = (body) => post("say", body);
export const act = (body) => post("act", body);
export const options = (body) => post("options", body);
export const submit = (body) => post("submit", body);
export const close = (body) => post("close", body);
export const open = (body) => post("open", body);
export const shut = (body) => post("shut", body);
export const react = (body) => post("react", body);
export const clock = (to, person) => post("clock", { to, person });
export const shortcut = (body) => post("shortcut", body);
export const upload = (query, file) => ask("POST", "upload", { ...query, name: file.name }, file);

const SAYINGS = {
  sandbox_unreachable: "The sandbox does not answer. Is it still running?",
  operation_timeout: "The app did not answer within 3 seconds.",
  dispatch_failed: "The app could not be reached.",
  dispatch_unknown_error: "The app answered with an error.",
  app_not_running: "The app is not connected.",
  is_archived: "This channel is archived.",
  not_in_channel: "You are not in this channel.",
  user_disabled: "This account is deactivated.",
  no_text: "There is nothing to send.",
};

/** An error as a sentence; the code stays visible, because developers search for it. */
export function explain(reply) {
  const code = reply?.error ?? "unknown_error";
  if (reply?.detail) return reply.detail;
  const saying = SAYINGS[code];
  return saying ? `${saying} (${code})` : String(code).includes(" ") ? code : `The app answered: ${code}`;
}
