// How does a text leave the window as a file? By the browser's own download, without any server.

export function saveText(fileName: string, text: string, type: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // The download has its own handle by then; the address would keep the text in memory for ever.
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
