package interview

// spanishQuestions is englishQuestions in Spanish.
var spanishQuestions = map[string]string{
	"short.government_arrears":    "Manutención atrasada que se debe al gobierno",
	"question.government_arrears": "¿Cuánta manutención atrasada le debe usted al gobierno?",
	"why.government_arrears":      "Capital e intereses juntos. El programa solo puede reducir esta deuda, nunca lo que le debe a la familia.",
	"help.government_arrears":     "Se le debe al gobierno la manutención del tiempo en que sus hijos recibieron asistencia en efectivo o estuvieron en cuidado de crianza temporal. Aparece en su estado de cuenta, y la agencia se lo puede decir. Si no le debe nada al gobierno, conteste 0. Si tiene varios casos, dé la suma.",

	"short.government_interest":    "Intereses de la deuda con el gobierno",
	"question.government_interest": "De los {government} que le debe al gobierno, ¿cuánto son intereses?",
	"why.government_interest":      "Solo el resto, el capital, genera intereses.",
	"help.government_interest":     "Su estado de cuenta muestra el capital y los intereses por separado. Si no, conteste que no lo sabe: se prueban entonces los dos extremos.",

	"short.government_permanent":    "Cedido permanentemente o por cuidado de crianza",
	"question.government_permanent": "De los {government}, ¿cuánto está cedido permanentemente al gobierno o es por cuidado de crianza?",
	"why.government_permanent":      "Capital e intereses juntos. Solo esta parte se puede reducir.",
	"help.government_permanent":     "La manutención del tiempo en que sus hijos recibieron asistencia en efectivo suele estar cedida permanentemente; su estado de cuenta puede mostrarla como PAA, y el cuidado de crianza como FC. Si no sabe de otra deuda con el gobierno, dé la cantidad entera. La manutención cedida temporalmente (TAA) no cuenta.",

	"short.family_arrears":    "Manutención atrasada que se debe a la familia",
	"question.family_arrears": "¿Cuánta manutención atrasada le debe usted a la familia?",
	"why.family_arrears":      "Capital e intereses juntos. El programa no la reduce; hay que pagarla completa.",
	"help.family_arrears":     "Es la manutención que se le debe a la persona que cuida a sus hijos, incluida la conyugal y la médica. Si no le debe nada a la familia, conteste 0. Si tiene varios casos, dé la suma.",

	"short.family_interest":    "Intereses de la deuda con la familia",
	"question.family_interest": "De los {family} que le debe a la familia, ¿cuánto son intereses?",
	"why.family_interest":      "Solo el resto, el capital, genera intereses.",
	"help.family_interest":     "Su estado de cuenta muestra el capital y los intereses por separado. Si no, conteste que no lo sabe: se prueban entonces los dos extremos.",

	"short.only_income_exempt":    "Único ingreso exento de cobro",
	"question.only_income_exempt": "¿Es su único ingreso el Seguro Social o SSI, CAPI o beneficios de veterano por discapacidad?",
	"why.only_income_exempt":      "Por lo general, la manutención atrasada no se cobra de quien solo tiene esos ingresos.",
	"help.only_income_exempt":     "CAPI es el programa de asistencia en efectivo para inmigrantes. Conteste que no si también tiene sueldo u otros ingresos.",

	"short.current_support":    "Manutención actual al mes",
	"question.current_support": "¿Cuánta manutención actual le ordenaron pagar cada mes?",
	"why.current_support":      "La manutención que vence cada mes, sin los pagos por la atrasada. Si ahora no hay una orden vigente, conteste 0.",
	"help.current_support":     "La cantidad está en su orden de la corte más reciente. Si tiene varios casos, dé la suma.",

	"short.support_paid":    "Manutención actual pagada en los últimos meses",
	"question.support_paid": "¿Se pagó completa la manutención actual de cada mes, del {from} al {to}, antes de terminar ese mes?",
	"why.support_paid":      "El programa mira los últimos {compliance} antes de la solicitud.",
	"help.support_paid":     "Cuente lo que le retuvieron del sueldo. Conteste que no si en alguno de esos meses quedaba algo sin pagar el último día.",

	"short.net_monthly_income":    "Ingreso neto al mes",
	"question.net_monthly_income": "¿Cuánto ingreso tiene usted al mes, después de impuestos?",
	"why.net_monthly_income":      "Con él se calcula lo que puede pagar.",
	"help.net_monthly_income":     "Sume lo que recibe: sueldo, desempleo u otros beneficios y todo lo que entra con regularidad. No reste la manutención que le retienen del sueldo. Si no tiene ingresos, conteste 0.",

	"short.monthly_expenses":    "Gastos al mes",
	"question.monthly_expenses": "¿Cuánto gasta usted al mes para vivir?",
	"why.monthly_expenses":      "Alquiler o hipoteca, comida, transporte, salud, cuidado de niños. No incluya la manutención.",
	"help.monthly_expenses":     "Si no lo sabe, se toma que {share} de su ingreso queda libre para la manutención. Es una suposición.",

	"short.assets":    "Bienes",
	"question.assets": "¿Cuánto valen sus ahorros y las demás cosas que podría vender?",
	"why.assets":      "Dinero en cuentas, vehículos, terrenos. Con ellos se puede pagar una parte de una vez.",
	"help.assets":     "La ley le deja conservar algunas cosas, y esas no cuentan; la agencia le puede decir cuáles. Si no lo sabe, cuéntelas. Si no tiene nada de valor, conteste 0.",

	"short.cp_state":    "Estado donde vive la otra persona",
	"question.cp_state": "¿En qué estado vive el otro padre, la otra madre o la persona que cuida a sus hijos?",
	"why.cp_state":      "Si dos estados llevan el caso, esa persona debe vivir en {home}.",
	"help.cp_state":     "Escriba las dos letras del estado, por ejemplo {home}. Si es otro país, escriba XX. Si tiene varios casos, conteste por aquel en que más le debe al gobierno.",

	"short.two_state":    "Caso de dos estados",
	"question.two_state": "¿Lleva su caso también una agencia de manutención de otro estado?",
	"why.two_state":      "Un caso así se llama interestatal o de dos estados.",
	"help.two_state":     "Por ejemplo, otro estado pidió a este que cobre, o al revés. Las cartas de la agencia de otro estado son una señal.",

	"short.coap_application":    "Última solicitud",
	"question.coap_application": "¿Cuándo solicitó usted el programa por última vez?",
	"why.coap_application":      "Puede volver a solicitarlo {application_wait} después de una solicitud.",
	"help.coap_application":     "Dé la fecha de la solicitud, aunque se la hayan rechazado. Si nunca lo solicitó, conteste nunca.",

	"short.coap_rescission":    "Último acuerdo cancelado",
	"question.coap_rescission": "¿Cuándo se canceló por última vez un acuerdo suyo del programa?",
	"why.coap_rescission":      "Puede volver a solicitarlo {rescission_wait} después de la cancelación.",
	"help.coap_rescission":     "Un acuerdo se cancela (se rescinde) cuando faltan pagos o se ocultaron hechos. Si nunca tuvo uno, o no se lo cancelaron, conteste nunca.",

	"short.contempt":    "Último desacato o condena",
	"question.contempt": "¿Cuándo fue la última vez que una corte declaró un desacato suyo, o dictó una condena, por no pagar manutención?",
	"why.contempt":      "Puede solicitar el programa {contempt_wait} después.",
	"help.contempt":     "Dé la fecha de la decisión de la corte, la más reciente si hubo varias. Si nunca ocurrió, conteste nunca.",

	"short.intentional_nonpayment":    "Determinación de falta de pago intencional",
	"question.intentional_nonpayment": "¿Determinó alguien que usted dejó de pagar a propósito, para obtener una reducción?",
	"why.intentional_nonpayment":      "Esa determinación cierra el programa.",
	"help.intentional_nonpayment":     "No poder pagar no es lo mismo. Conteste que sí solo si lo dijo una corte o la agencia.",

	"short.concealment":    "Determinación de que ocultó ingresos o bienes",
	"question.concealment": "¿Determinó alguien que usted ocultó ingresos o bienes a la agencia o a la corte?",
	"why.concealment":      "Esa determinación cierra el programa.",
	"help.concealment":     "Conteste que sí solo si lo dijo una corte o la agencia.",

	"short.oldest_due":    "Manutención sin pagar más antigua",
	"question.oldest_due": "¿De qué fecha es la manutención más antigua que sigue sin pagar?",
	"why.oldest_due":      "Algunas medidas de cobro dependen de cuánto tiempo lleva atrasada. Basta una fecha aproximada.",
	"help.oldest_due":     "Si solo sabe el mes, dé su primer día. Si no lo sabe, se supone un año.",

	"short.last_payment":    "Último pago",
	"question.last_payment": "¿Cuándo fue su último pago de manutención?",
	"why.last_payment":      "Después de mucho tiempo sin pagos, la agencia puede enviar un aviso.",
	"help.last_payment":     "Cuentan los pagos retenidos del sueldo o tomados de un reembolso de impuestos. Si nunca pagó, conteste nunca.",
}
