import "../ui/style/index.css";
import { createRoot } from "react-dom/client";
import { locale } from "../i18n";
import { App } from "./App";

document.documentElement.lang = locale.intl;
document.documentElement.dir = locale.dir;

const root = document.getElementById("root");
if (root) createRoot(root).render(<App />);
