/* What Slack itself checks before it sends a form: required fields, lengths, numbers, addresses. */

import { words } from "./dom.js";

const MISSING = "Please complete this required field.";

/** {block_id: sentence} for the input blocks that Slack would not let through. */
export function problems(blocks, surface) {
  const found = {};
  blocks.forEach((block, index) => {
    if (block.type === "container") Object.assign(found, problems(block.child_blocks ?? [], surface));
    if (block.type !== "input") return;
    const blockId = block.block_id ?? `block-${index}`;
    const entry = surface.read(blockId, block.element.action_id);
    const text = entry && problem(block, entry);
    if (text) found[blockId] = text;
  });
  return found;
}

function problem(block, entry) {
  const value = chosen(entry);
  const empty =
    value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
  if (empty) return block.optional ? "" : MISSING;
  return typeof value === "string" ? typed(block.element, value) : "";
}

function chosen(entry) {
  const field = Object.keys(entry).find((name) => name !== "type");
  return field && entry[field];
}

function typed(element, text) {
  if (element.type === "rich_text_input") return "";
  if (element.min_length && text.length < element.min_length)
    return `Please enter at least ${element.min_length} characters.`;
  if (element.max_length && text.length > element.max_length)
    return `Please enter at most ${element.max_length} characters.`;
  if (element.type === "email_text_input" && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text))
    return "Please enter a valid email address.";
  if (element.type === "url_text_input" && !/^https?:\/\/\S+$/i.test(text))
    return "Please enter a valid URL.";
  if (element.type === "number_input") return numeric(element, Number(text));
  return "";
}

function numeric(element, value) {
  if (Number.isNaN(value)) return `${words(element.placeholder) || "This"} is not a number.`;
  if (!element.is_decimal_allowed && !Number.isInteger(value)) return "Please enter a whole number.";
  if (element.min_value !== undefined && value < Number(element.min_value))
    return `Please enter a number of at least ${element.min_value}.`;
  if (element.max_value !== undefined && value > Number(element.max_value))
    return `Please enter a number of at most ${element.max_value}.`;
  return "";
}
