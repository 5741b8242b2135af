/* Names that a bot of this kind uses, with their characters. */

const LIST = `
  white_check_mark ✅  heavy_check_mark ✔️  ballot_box_with_check ☑️  x ❌
  negative_squared_cross_mark ❎  warning ⚠️  rotating_light 🚨  no_entry ⛔  no_entry_sign 🚫
  octagonal_sign 🛑  construction 🚧  exclamation ❗  question ❓  grey_question ❔
  bangbang ‼️  information_source ℹ️  bulb 💡  calendar 📆  date 📅  spiral_calendar_pad 🗓️
  alarm_clock ⏰  stopwatch ⏱️  hourglass ⌛  hourglass_flowing_sand ⏳  watch ⌚  clock1 🕐
  clock3 🕒  clock9 🕘  timer_clock ⏲️  train 🚋  train2 🚆  steam_locomotive 🚂
  railway_car 🚃  station 🚉  metro 🚇  bullettrain_side 🚄  bullettrain_front 🚅
  light_rail 🚈  tram 🚊  monorail 🚝  mountain_railway 🚞  railway_track 🛤️
  vertical_traffic_light 🚦  traffic_light 🚥  busstop 🚏  ticket 🎫  admission_tickets 🎟️
  checkered_flag 🏁  triangular_flag_on_post 🚩  large_green_circle 🟢
  large_yellow_circle 🟡  large_orange_circle 🟠  red_circle 🔴  large_blue_circle 🔵
  large_purple_circle 🟣  large_brown_circle 🟤  white_circle ⚪  black_circle ⚫
  large_red_square 🟥  large_green_square 🟩  large_yellow_square 🟨  large_orange_square 🟧
  large_blue_square 🟦  white_large_square ⬜  black_large_square ⬛  small_blue_diamond 🔹
  small_orange_diamond 🔸  large_blue_diamond 🔷  large_orange_diamond 🔶
  white_small_square ▫️  black_small_square ▪️  heavy_minus_sign ➖  heavy_plus_sign ➕
  small_red_triangle 🔺  small_red_triangle_down 🔻  radio_button 🔘  tada 🎉
  confetti_ball 🎊  sparkles ✨  star ⭐  star2 🌟  fire 🔥  rocket 🚀  trophy 🏆  dart 🎯
  gem 💎  crown 👑  medal 🏅  zap ⚡  boom 💥  snowflake ❄️  seedling 🌱  palm_tree 🌴
  beach_with_umbrella 🏖️  airplane ✈️  sunny ☀️  sunrise 🌅  partly_sunny ⛅  cloud ☁️
  umbrella ☔  rainbow 🌈  moon 🌔  crescent_moon 🌙  zzz 💤  coffee ☕  cake 🍰  bell 🔔
  no_bell 🔕  mute 🔇  speaker 🔈  loudspeaker 📢  mega 📣  pushpin 📌  round_pushpin 📍
  paperclip 📎  link 🔗  chains ⛓️  lock 🔒  unlock 🔓  key 🔑  shield 🛡️  arrow_right ➡️
  arrow_left ⬅️  arrow_up ⬆️  arrow_down ⬇️  arrow_upper_right ↗️  arrow_lower_right ↘️
  arrow_right_hook ↪️  leftwards_arrow_with_hook ↩️  arrow_forward ▶️  arrow_backward ◀️
  double_vertical_bar ⏸️  black_square_for_stop ⏹️  fast_forward ⏩  rewind ⏪
  arrows_counterclockwise 🔄  arrows_clockwise 🔃  repeat 🔁  twisted_rightwards_arrows 🔀
  back 🔙  soon 🔜  new 🆕  ok 🆗  up 🆙  sos 🆘  memo 📝  pencil 📝  pencil2 ✏️
  clipboard 📋  bookmark 🔖  label 🏷️  books 📚  book 📖  page_facing_up 📄
  page_with_curl 📃  file_folder 📁  open_file_folder 📂  card_index_dividers 🗂️
  wastebasket 🗑️  inbox_tray 📥  outbox_tray 📤  package 📦  envelope ✉️  email 📧
  incoming_envelope 📨  mailbox 📫  telephone_receiver 📞  computer 💻  gear ⚙️  wrench 🔧
  hammer 🔨  hammer_and_wrench 🛠️  toolbox 🧰  nut_and_bolt 🔩  scales ⚖️  microscope 🔬
  mag 🔍  mag_right 🔎  eyes 👀  eye 👁️  speech_balloon 💬  thought_balloon 💭
  left_speech_bubble 🗨️  chart_with_upwards_trend 📈  chart_with_downwards_trend 📉
  bar_chart 📊  moneybag 💰  money_with_wings 💸  euro 💶  dollar 💵  pound 💷
  credit_card 💳  receipt 🧾  coin 🪙  bank 🏦  wave 👋  thumbsup 👍  +1 👍  thumbsdown 👎
  -1 👎  clap 👏  pray 🙏  muscle 💪  point_right 👉  point_left 👈  point_up ☝️
  point_down 👇  raised_hands 🙌  raised_hand ✋  ok_hand 👌  handshake 🤝  writing_hand ✍️
  crossed_fingers 🤞  bust_in_silhouette 👤  busts_in_silhouette 👥  people_hugging 🫂
  brain 🧠  robot_face 🤖  smile 😄  slightly_smiling_face 🙂  grinning 😀  sweat_smile 😅
  thinking_face 🤔  sob 😭  cry 😢  heart ❤️  green_heart 💚  blue_heart 💙  broken_heart 💔
  party_popper 🎉  partying_face 🥳  sunglasses 😎  turtle 🐢  snail 🐌  bug 🐛  bee 🐝
  cactus 🌵  four_leaf_clover 🍀  house 🏠  office 🏢  factory 🏭  globe_with_meridians 🌐
  earth_africa 🌍  world_map 🗺️  compass 🧭  anchor ⚓  ship 🚢  car 🚗  bus 🚌  truck 🚚
  bike 🚲  hash #️⃣  zero 0️⃣  one 1️⃣  two 2️⃣  three 3️⃣  four 4️⃣  five 5️⃣  six 6️⃣
  seven 7️⃣  eight 8️⃣  nine 9️⃣  keycap_ten 🔟  100 💯  abc 🔤  infinity ♾️  game_die 🎲
  jigsaw 🧩  crystal_ball 🔮  telescope 🔭  balloon 🎈  gift 🎁  scroll 📜  newspaper 📰
`;

const words = LIST.trim().split(/\s+/);

/** name → character */
export const CHARACTERS = new Map();
for (let at = 0; at < words.length; at += 2) CHARACTERS.set(words[at], words[at + 1]);
