// Shows the banner while the browser has no connection.
const banner = document.getElementById("offline");
const tell = () => { banner.hidden = navigator.onLine; };
if (banner) {
  addEventListener("online", tell);
  addEventListener("offline", tell);
  tell();
}
