-- runner: diesel
SET search_path = shop;
RESET search_path;
