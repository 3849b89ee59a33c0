// Opens and closes <dialog>: data-dialog-open="id" on what opens it, data-dialog-close inside.
// A link with data-dialog-open leads to a page of its own when script is missing.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialogOpen);
    if (!dialog) throw new Error(`no dialog has the id ${opener.dataset.dialogOpen}`);
    event.preventDefault();
    dialog.showModal();
    return;
  }
  const closer = event.target.closest("[data-dialog-close]");
  if (closer) {
    closer.closest("dialog").close();
    return;
  }
  // A press on the backdrop is a press on the dialog itself, outside of everything in it.
  if (event.target instanceof HTMLDialogElement && event.target.matches(".ui-dialog:not([data-keep-open])")) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right
      && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});
