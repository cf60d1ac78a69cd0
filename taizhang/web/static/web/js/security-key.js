// A security key answers before its form is sent: data-security-key says whether one is added ("create") or signs ("get").
const bytes = (words) => Uint8Array.from(atob(words.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const words = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const named = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

function asked(form) {
  const options = JSON.parse(form.dataset.options);
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  if (options.excludeCredentials) options.excludeCredentials = named(options.excludeCredentials);
  if (options.allowCredentials) options.allowCredentials = named(options.allowCredentials);
  return { publicKey: options };
}

function told(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
    if (credential.response[name]) response[name] = words(credential.response[name]);
  }
  const { id, type } = credential;
  return JSON.stringify({ id, type, rawId: words(credential.rawId), response, clientExtensionResults: {} });
}

function say(form, what) {
  const place = form.querySelector("[data-said]");
  place.textContent = place.dataset[what];
  place.hidden = false;
}

async function answer(form) {
  if (!window.PublicKeyCredential) return say(form, "unable");
  try {
    form.elements.answer.value = told(await navigator.credentials[form.dataset.securityKey](asked(form)));
  } catch (error) {
    return say(form, error.name === "SecurityError" ? "unable" : "failed"); // a bare address has no keys
  }
  HTMLFormElement.prototype.submit.call(form);
}

export function startSecurityKey(root) {
  root.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-security-key]")) return;
    event.preventDefault();
    answer(event.target);
  });
}
