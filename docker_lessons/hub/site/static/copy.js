// Puts a button that copies beside each text marked data-copy, and says what its data say. Without it, a click selects the whole text.
for (const text of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text.dataset.copy;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    let copied = true;
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch {
      // No clipboard for pages that are not served securely.
      getSelection().selectAllChildren(text);
      copied = document.execCommand("copy");
    }
    said.textContent = copied ? text.dataset.copied : text.dataset.failed;
  });
  text.after(button, said);
}
