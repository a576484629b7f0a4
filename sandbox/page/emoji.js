// Emoji codes that apps and people commonly type. A code that is not here is shown as it was written, as Slack does
// with an unknown one.

const TABLE = `
smile😄 smiley😃 grinning😀 grin😁 laughing😆 satisfied😆 joy😂 rofl🤣 slightly_smiling_face🙂 wink😉 blush😊
innocent😇 heart_eyes😍 star-struck🤩 kissing_heart😘 yum😋 stuck_out_tongue😛 thinking_face🤔 thinking🤔
neutral_face😐 expressionless😑 no_mouth😶 smirk😏 unamused😒 face_with_rolling_eyes🙄 grimacing😬 relieved😌
pensive😔 sleepy😪 sleeping😴 mask😷 sunglasses😎 nerd_face🤓 confused😕 worried😟 slightly_frowning_face🙁
open_mouth😮 hushed😯 astonished😲 flushed😳 pleading_face🥺 cry😢 sob😭 scream😱 disappointed😞 sweat_smile😅
sweat😓 weary😩 tired_face😫 yawning_face🥱 triumph😤 rage😡 angry😠 partying_face🥳 hugging_face🤗 shushing_face🤫
zany_face🤪 exploding_head🤯 cold_face🥶 hot_face🥵 saluting_face🫡 melting_face🫠 robot_face🤖 ghost👻 skull💀
alien👽 clap👏 raised_hands🙌 pray🙏 handshake🤝 wave👋 +1👍 thumbsup👍 -1👎 thumbsdown👎 ok_hand👌 fist✊ facepunch👊
v✌️ crossed_fingers🤞 muscle💪 point_up☝️ point_up_2👆 point_down👇 point_left👈 point_right👉 raised_hand✋
hand✋ writing_hand✍️ eyes👀 eye👁️ brain🧠 ear👂 speech_balloon💬 thought_balloon💭 bust_in_silhouette👤
busts_in_silhouette👥 baby👶 shrug🤷 man-shrugging🤷‍♂️ woman-shrugging🤷‍♀️ bow🙇 raising_hand🙋
technologist🧑‍💻 health_worker🧑‍⚕️ scientist🧑‍🔬 teacher🧑‍🏫 student🧑‍🎓 heart❤️ orange_heart🧡 yellow_heart💛
green_heart💚 blue_heart💙 purple_heart💜 black_heart🖤 white_heart🤍 broken_heart💔 sparkling_heart💖 100💯
boom💥 sparkles✨ star⭐ star2🌟 dizzy💫 zap⚡ fire🔥 tada🎉 confetti_ball🎊 balloon🎈 gift🎁 trophy🏆 medal🏅
sports_medal🏅 first_place_medal🥇 second_place_medal🥈 third_place_medal🥉 dart🎯 checkered_flag🏁
triangular_flag_on_post🚩 white_flag🏳️ goal_net🥅 white_check_mark✅ heavy_check_mark✔️
ballot_box_with_check☑️ x❌ negative_squared_cross_mark❎ warning⚠️ no_entry⛔ no_entry_sign🚫 exclamation❗
heavy_exclamation_mark❗ question❓ grey_question❔ grey_exclamation❕ bangbang‼️ interrobang⁉️ sos🆘 new🆕 up🆙
cool🆒 free🆓 ok🆗 heavy_plus_sign➕ heavy_minus_sign➖ heavy_multiplication_x✖️ recycle♻️ infinity♾️
red_circle🔴 large_orange_circle🟠 large_yellow_circle🟡 large_green_circle🟢 large_blue_circle🔵
large_purple_circle🟣 white_circle⚪ black_circle⚫ large_green_square🟩 large_yellow_square🟨
large_red_square🟥 large_blue_square🟦 white_large_square⬜ black_large_square⬛ small_blue_diamond🔹
large_blue_diamond🔷 small_orange_diamond🔸 arrow_up⬆️ arrow_down⬇️ arrow_left⬅️ arrow_right➡️
arrow_upper_right↗️ arrow_lower_right↘️ arrow_forward▶️ arrow_backward◀️ arrows_counterclockwise🔄
leftwards_arrow_with_hook↩️ arrow_right_hook↪️ repeat🔁 fast_forward⏩ rewind⏪ double_vertical_bar⏸️
black_square_for_stop⏹️ one1️⃣ two2️⃣ three3️⃣ four4️⃣ five5️⃣ six6️⃣ seven7️⃣ eight8️⃣ nine9️⃣ zero0️⃣
keycap_ten🔟 calendar📆 date📅 spiral_calendar_pad🗓️ clock1🕐 clock3🕒 clock9🕘 clock12🕛 alarm_clock⏰
stopwatch⏱️ timer_clock⏲️ hourglass⌛ hourglass_flowing_sand⏳ watch⌚ bell🔔 no_bell🔕 mega📣 loudspeaker📢
speaker🔈 mute🔇 email📧 envelope✉️ incoming_envelope📨 inbox_tray📥 outbox_tray📤 mailbox📫 package📦 memo📝
pencil📝 pencil2✏️ black_nib✒️ clipboard📋 page_facing_up📄 page_with_curl📃 bookmark_tabs📑 newspaper📰
bar_chart📊 chart_with_upwards_trend📈 chart_with_downwards_trend📉 card_index_dividers🗂️ file_folder📁
open_file_folder📂 books📚 book📖 notebook📓 ledger📒 bookmark🔖 label🏷️ link🔗 paperclip📎 pushpin📌
round_pushpin📍 scissors✂️ lock🔒 unlock🔓 key🔑 old_key🗝️ closed_lock_with_key🔐 mag🔍 mag_right🔎 bulb💡
flashlight🔦 candle🕯️ wrench🔧 hammer🔨 hammer_and_wrench🛠️ gear⚙️ toolbox🧰 nut_and_bolt🔩 shield🛡️
wastebasket🗑️ computer💻 desktop_computer🖥️ iphone📱 telephone_receiver📞 phone☎️ camera📷 video_camera📹
movie_camera🎥 tv📺 microphone🎤 headphones🎧 printer🖨️ hospital🏥 stethoscope🩺 pill💊 syringe💉 dna🧬
microscope🔬 test_tube🧪 ambulance🚑 adhesive_bandage🩹 anatomical_heart🫀 lungs🫁 bone🦴 office🏢 house🏠 school🏫
classical_building🏛️ door🚪 bed🛏️ couch_and_lamp🛋️ mortar_board🎓 briefcase💼 necktie👔 eyeglasses👓 crown👑
gem💎 coffee☕ tea🍵 beers🍻 clinking_glasses🥂 champagne🍾 cake🍰 birthday🎂 cookie🍪 doughnut🍩 pizza🍕 apple🍎
banana🍌 avocado🥑 croissant🥐 salt🧂 sunny☀️ partly_sunny⛅ cloud☁️ rain_cloud🌧️ snowflake❄️ umbrella☔
rainbow🌈 ocean🌊 earth_africa🌍 earth_americas🌎 earth_asia🌏 world_map🗺️ seedling🌱 herb🌿 four_leaf_clover🍀
leaves🍃 fallen_leaf🍂 maple_leaf🍁 deciduous_tree🌳 evergreen_tree🌲 palm_tree🌴 cactus🌵 sunflower🌻
cherry_blossom🌸 rose🌹 tulip🌷 bouquet💐 mountain⛰️ sunrise🌅 sunrise_over_mountains🌄 crescent_moon🌙 moon🌔
full_moon🌕 new_moon🌑 dog🐶 cat🐱 mouse🐭 fox_face🦊 bear🐻 panda_face🐼 lion_face🦁 tiger🐯 unicorn_face🦄 bee🐝
butterfly🦋 turtle🐢 owl🦉 penguin🐧 whale🐳 octopus🐙 snail🐌 bird🐦 dove_of_peace🕊️ rocket🚀 airplane✈️ car🚗
bus🚌 bike🚲 train🚆 ship🚢 anchor⚓ construction🚧 vertical_traffic_light🚦 compass🧭 soccer⚽ basketball🏀
tennis🎾 running🏃 walking🚶 climbing🧗 person_climbing🧗 swimmer🏊 lotus_position🧘 dancer💃 musical_note🎵 art🎨
guitar🎸 game_die🎲 jigsaw🧩 puzzle_piece🧩 chess_pawn♟️ crystal_ball🔮 magic_wand🪄 nazar_amulet🧿 scales⚖️
ladder🪜 mirror🪞 raised_back_of_hand🤚 palms_up_together🤲 us🇺🇸 gb🇬🇧 de🇩🇪 fr🇫🇷 es🇪🇸 it🇮🇹 in🇮🇳 jp🇯🇵 ca🇨🇦 au🇦🇺
ie🇮🇪 za🇿🇦 br🇧🇷 mx🇲🇽 eu🇪🇺 newspaper_roll🗞️ envelope_with_arrow📩
`;

const ENTRY = /^([a-z0-9_+-]+?)(\P{ASCII}.*|\d\uFE0F?\u20E3)$/u;
const CODES = new Map();
for (const word of TABLE.trim().split(/\s+/)) {
  const found = word.match(ENTRY);
  if (found) CODES.set(found[1], found[2]);
}
CODES.set("information_source", "ℹ️");

const TONES = { 2: "🏻", 3: "🏼", 4: "🏽", 5: "🏾", 6: "🏿" };

/** The character of a code without its colons ("tada", "+1"), or undefined. A skin tone may be 2 to 6. */
export function emojiOf(code, tone) {
  const found = CODES.get(code);
  return found && tone && TONES[tone] ? found + TONES[tone] : found;
}

/** Codes that begin with `start`, at most `most` of them, as [code, character]. */
export function emojiStarting(start, most = 8) {
  return [...CODES].filter(([code]) => code.startsWith(start)).slice(0, most);
}

/** Replace the codes in plain text by their characters. */
export const withEmoji = (text) =>
  text.replace(/:([a-z0-9_+-]+):(?::skin-tone-(\d):)?/g, (all, code, tone) => emojiOf(code, tone) || all);
